import type { Edit } from "./edits.ts";

/**
 * Edits of the v1.0 metadata of 2026-08, each judged by hand, as somebody would who uses the API: what only comes back,
 * what is sent to an action, and what can be created or updated are not the same.
 */
export const metadataEdits: readonly Edit[] = [
  // Properties
  {
    from: `        <Property Name="androidSecurityPatchLevel" Type="Edm.String" />\n        <Property Name="azureADDeviceId"`,
    to: `        <Property Name="azureADDeviceId"`,
    want: ["major property-removed managedDevice.androidSecurityPatchLevel"],
  },
  {
    from: `        <Property Name="actionName" Type="Edm.String" />\n        <Property Name="actionState" Type="graph.actionState" Nullable="false" />\n        <Property Name="lastUpdatedDateTime" Type="Edm.DateTimeOffset" Nullable="false" />`,
    to: `        <Property Name="actionName" Type="Edm.String" />\n        <Property Name="actionState" Type="graph.actionState" />\n        <Property Name="errorCode" Type="Edm.Int32" Nullable="false" />\n        <Property Name="lastUpdatedDateTime" Type="Edm.DateTimeOffset" Nullable="false" />`,
    want: [
      "major property-became-nullable deviceActionResult.actionState",
      "minor property-added deviceActionResult.errorCode",
    ],
  },
  {
    from: `<Property Name="privacyInformationUrl" Type="Edm.String" />\n        <Property Name="publisher" Type="Edm.String" />\n        <Property Name="publishingState"`,
    to: `<Property Name="privacyUrl" Type="Edm.String" />\n        <Property Name="publisher" Type="Edm.String" Nullable="false" />\n        <Property Name="publishingState"`,
    want: [
      "major property-renamed mobileApp.privacyInformationUrl",
      "major property-no-longer-nullable mobileApp.publisher",
    ],
  },
  {
    from: `<Property Name="version" Type="Edm.Int32" Nullable="false" />\n        <NavigationProperty Name="assignments" Type="Collection(graph.deviceConfigurationAssignment)" ContainsTarget="true" />`,
    to: `<Property Name="version" Type="Edm.Int64" Nullable="false" />\n        <NavigationProperty Name="assignments" Type="Collection(graph.deviceConfigurationAssignment)" />`,
    want: [
      "major property-type-changed deviceConfiguration.version",
      "patch navigation-containment-changed deviceConfiguration.assignments",
    ],
  },
  // A complex type that an action takes, and that comes back from nowhere.
  {
    from: `<Property Name="deviceAccountEmail" Type="Edm.String" />\n        <Property Name="exchangeServer" Type="Edm.String" />\n        <Property Name="passwordRotationEnabled" Type="Edm.Boolean" />`,
    to: `<Property Name="deviceAccountEmail" Type="Edm.String" Nullable="false" />\n        <Property Name="exchangeServer" Type="Edm.String" />\n        <Property Name="exchangeVersion" Type="Edm.String" />\n        <Property Name="reason" Type="Edm.String" Nullable="false" />\n        <Property Name="passwordRotationEnabled" Type="Edm.String" />`,
    want: [
      "major property-no-longer-nullable updateWindowsDeviceAccountActionParameter.deviceAccountEmail",
      "minor property-added updateWindowsDeviceAccountActionParameter.exchangeVersion",
      "major property-added updateWindowsDeviceAccountActionParameter.reason",
      "major property-type-changed updateWindowsDeviceAccountActionParameter.passwordRotationEnabled",
    ],
  },
  // A property moves to the base: every type still has it, and other types of the base get it.
  {
    from: `<Property Name="displayName" Type="Edm.String" Nullable="false" />\n        <Property Name="omaUri" Type="Edm.String" Nullable="false" />\n      </ComplexType>`,
    to: `<Property Name="displayName" Type="Edm.String" Nullable="false" />\n        <Property Name="fileName" Type="Edm.String" />\n        <Property Name="omaUri" Type="Edm.String" Nullable="false" />\n      </ComplexType>`,
    want: ["minor property-added omaSetting.fileName"],
  },
  {
    from: `      <ComplexType Name="omaSettingBase64" BaseType="graph.omaSetting">\n        <Property Name="fileName" Type="Edm.String" />\n`,
    to: `      <ComplexType Name="omaSettingBase64" BaseType="graph.omaSetting">\n`,
    want: [],
  },
  {
    from: `<Annotations Target="microsoft.graph.omaSettingBase64/fileName">`,
    to: `<Annotations Target="microsoft.graph.omaSetting/fileName">`,
    want: [],
  },
  // Enums
  {
    from: `        <Member Name="conflict" Value="6" />\n        <Member Name="notAssigned" Value="7" />\n      </EnumType>\n      <EnumType Name="conditionalAccessClientApp">`,
    to: `        <Member Name="conflict" Value="6" />\n        <Member Name="notAssigned" Value="7" />\n        <Member Name="inGracePeriod" Value="8" />\n      </EnumType>\n      <EnumType Name="conditionalAccessClientApp">`,
    want: ["major enum-member-added complianceStatus.inGracePeriod"],
  },
  {
    from: `<Member Name="uninstall" Value="2" />\n        <Member Name="availableWithoutEnrollment" Value="3" />`,
    to: `<Member Name="remove" Value="2" />\n        <Member Name="unknownFutureValue" Value="4" />`,
    want: [
      "major enum-member-renamed installIntent.uninstall",
      "major enum-member-removed installIntent.availableWithoutEnrollment",
      "major enum-opened installIntent",
    ],
  },
  {
    from: `<Member Name="deliveryFailed" Value="4" />\n        <Member Name="unknownFutureValue" Value="5" />\n      </EnumType>\n      <EnumType Name="accessPackageCatalogState">`,
    to: `<Member Name="deliveryFailed" Value="4" />\n        <Member Name="unknownFutureValue" Value="5" />\n        <Member Name="paused" Value="6" />\n      </EnumType>\n      <EnumType Name="accessPackageCatalogState">`,
    want: ["minor enum-member-added accessPackageAssignmentState.paused"],
  },
  {
    from: `<Member Name="text" Value="0" />\n        <Member Name="html" Value="1" />\n      </EnumType>\n      <EnumType Name="bookingPageAccessControl">`,
    to: `<Member Name="text" Value="1" />\n        <Member Name="html" Value="2" />\n      </EnumType>\n      <EnumType Name="bookingPageAccessControl">`,
    want: ["patch facet-changed bodyType.html", "patch facet-changed bodyType.text"],
  },
  // Types and hierarchies
  {
    from: `      <ComplexType Name="allLicensedUsersAssignmentTarget" BaseType="graph.deviceAndAppManagementAssignmentTarget" />`,
    to: `      <ComplexType Name="allLicensedUsersAssignmentTarget" BaseType="graph.deviceAndAppManagementAssignmentTarget" />\n      <ComplexType Name="allGuestsAssignmentTarget" BaseType="graph.deviceAndAppManagementAssignmentTarget" />`,
    want: ["minor variant-added allGuestsAssignmentTarget"],
  },
  {
    from: `      <ComplexType Name="itemPreviewInfo">`,
    to: `      <ComplexType Name="itemOutlook">\n        <Property Name="days" Type="Edm.Int32" />\n      </ComplexType>\n      <ComplexType Name="itemPreviewInfo">`,
    want: ["minor type-added itemOutlook"],
  },
  {
    from: `      <EntityType Name="windows10GeneralConfiguration" BaseType="graph.deviceConfiguration">`,
    to: `      <EntityType Name="windows10GeneralConfiguration" BaseType="graph.deviceConfiguration" OpenType="true">`,
    want: ["minor open-type-changed windows10GeneralConfiguration"],
  },
  {
    from: `      <EntityType Name="bulkUpload" BaseType="graph.entity" HasStream="true" />`,
    to: `      <EntityType Name="bulkUpload" BaseType="graph.entity" />`,
    want: ["minor media-changed bulkUpload"],
  },
  {
    from: `      <ComplexType Name="mobileAppAssignmentSettings" Abstract="true" />`,
    to: `      <ComplexType Name="mobileAppAssignmentSettings" />`,
    want: ["minor type-became-concrete mobileAppAssignmentSettings"],
  },
  {
    from: `      <ComplexType Name="deviceAndAppManagementData">\n        <Property Name="content" Type="Edm.Stream" />\n      </ComplexType>\n`,
    to: "",
    want: ["major type-removed deviceAndAppManagementData"],
  },
  // Navigation
  {
    from: `        <NavigationProperty Name="categories" Type="Collection(graph.mobileAppCategory)" />\n      </EntityType>\n      <EntityType Name="mobileAppAssignment"`,
    to: `        <NavigationProperty Name="categories" Type="Collection(graph.mobileAppCategory)" />\n        <NavigationProperty Name="relatives" Type="Collection(graph.mobileApp)" />\n      </EntityType>\n      <EntityType Name="mobileAppAssignment"`,
    want: ["minor navigation-added mobileApp.relatives"],
  },
  {
    from: `        <NavigationProperty Name="userStatusOverview" Type="graph.deviceConfigurationUserOverview" ContainsTarget="true" />\n      </EntityType>\n      <EntityType Name="deviceConfigurationAssignment"`,
    to: `      </EntityType>\n      <EntityType Name="deviceConfigurationAssignment"`,
    want: ["major navigation-removed deviceConfiguration.userStatusOverview"],
  },
  // Actions and functions
  {
    from: `        <Parameter Name="keepEnrollmentData" Type="Edm.Boolean" />\n        <Parameter Name="keepUserData" Type="Edm.Boolean" />\n        <Parameter Name="macOsUnlockCode" Type="Edm.String" Unicode="false" />\n        <Parameter Name="persistEsimDataPlan" Type="Edm.Boolean" />`,
    to: `        <Parameter Name="keepEnrollmentData" Type="Edm.Boolean" Nullable="false" />\n        <Parameter Name="keepUserData" Type="Edm.String" />\n        <Parameter Name="macOsUnlockCode" Type="Edm.String">\n          <Annotation Term="Org.OData.Core.V1.OptionalParameter" />\n        </Parameter>\n        <Parameter Name="obliterationBehavior" Type="Edm.String" />\n        <Parameter Name="useProtectedWipe" Type="Edm.Boolean">\n          <Annotation Term="Org.OData.Core.V1.OptionalParameter" />\n        </Parameter>`,
    want: [
      "major parameter-became-required wipe(managedDevice).keepEnrollmentData",
      "major parameter-no-longer-nullable wipe(managedDevice).keepEnrollmentData",
      "major parameter-type-changed wipe(managedDevice).keepUserData",
      "minor parameter-added wipe(managedDevice).obliterationBehavior",
      "minor parameter-added wipe(managedDevice).useProtectedWipe",
      "major parameter-removed wipe(managedDevice).persistEsimDataPlan",
    ],
  },
  {
    from: `        <Parameter Name="bindingParameter" Type="graph.deviceCompliancePolicy" />\n        <Parameter Name="assignments" Type="Collection(graph.deviceCompliancePolicyAssignment)" />\n        <ReturnType Type="Collection(graph.deviceCompliancePolicyAssignment)" />`,
    to: `        <Parameter Name="policy" Type="graph.deviceCompliancePolicy" />\n        <Parameter Name="assignments" Type="Collection(graph.deviceCompliancePolicyAssignment)" />`,
    want: ["major result-removed assign(deviceCompliancePolicy)"],
  },
  {
    from: `        <Parameter Name="mobileAppAssignments" Type="Collection(graph.mobileAppAssignment)" />`,
    to: `        <Parameter Name="assignments" Type="Collection(graph.mobileAppAssignment)" />`,
    want: ["major parameter-renamed assign(mobileApp).mobileAppAssignments"],
  },
  {
    from: `      <Action Name="locateDevice" IsBound="true">\n        <Parameter Name="bindingParameter" Type="graph.managedDevice" />\n      </Action>\n`,
    to: `      <Action Name="locateDevice" IsBound="true">\n        <Parameter Name="bindingParameter" Type="graph.managedDevice" />\n      </Action>\n      <Action Name="locateDevice" IsBound="true">\n        <Parameter Name="bindingParameter" Type="graph.managedDevice" />\n        <Parameter Name="precision" Type="Edm.Int32" />\n      </Action>\n`,
    want: ["minor operation-added locateDevice(managedDevice)"],
  },
  {
    from: `      <Action Name="rebootNow" IsBound="true">\n        <Parameter Name="bindingParameter" Type="graph.managedDevice" />`,
    to: `      <Action Name="reboot" IsBound="true">\n        <Parameter Name="bindingParameter" Type="graph.managedDevice" />`,
    want: ["major operation-renamed rebootNow(managedDevice)"],
  },
  {
    from: `<Annotations Target="microsoft.graph.rebootNow(microsoft.graph.managedDevice)">`,
    to: `<Annotations Target="microsoft.graph.reboot(microsoft.graph.managedDevice)">`,
    want: [],
  },
  {
    from: `<Annotations Target="microsoft.graph.wipe(microsoft.graph.managedDevice, Edm.Boolean, Edm.Boolean, Edm.String, Edm.Boolean)">`,
    to: `<Annotations Target="microsoft.graph.wipe(microsoft.graph.managedDevice, Edm.Boolean, Edm.String, Edm.String, Edm.String, Edm.Boolean)">`,
    want: [],
  },
  {
    from: `      <Action Name="syncDevice" IsBound="true">\n        <Parameter Name="bindingParameter" Type="graph.managedDevice" />\n      </Action>\n`,
    to: "",
    want: ["major operation-removed syncDevice(managedDevice)"],
  },
  {
    from: `        <Parameter Name="bindingParameter" Type="graph.organization" />\n        <ReturnType Type="Edm.Int32" Nullable="false" />`,
    to: `        <Parameter Name="bindingParameter" Type="graph.organization" />\n        <ReturnType Type="Edm.Int32" />`,
    want: ["major result-became-nullable setMobileDeviceManagementAuthority(organization)"],
  },
  {
    from: `        <Parameter Name="scope" Type="Edm.String" Unicode="false" />\n        <ReturnType Type="Collection(graph.rolePermission)" />`,
    to: `        <Parameter Name="scope" Type="Edm.String" Unicode="false" />\n        <ReturnType Type="graph.rolePermission" />`,
    want: ["major result-type-changed getEffectivePermissions(deviceManagement)"],
  },
  // Entry points
  {
    from: `        <Singleton Name="storage" Type="microsoft.graph.storage" />`,
    to: `        <Singleton Name="fileStorage" Type="microsoft.graph.storage" />\n        <Singleton Name="weather" Type="microsoft.graph.deviceManagement" />`,
    want: ["major entry-point-renamed /storage", "minor entry-point-added /weather"],
  },
  {
    from: `        <EntitySet Name="agreementAcceptances" EntityType="microsoft.graph.agreementAcceptance" />\n`,
    to: "",
    want: ["major entry-point-removed /agreementAcceptances"],
  },
  // Prose and annotations
  {
    from: `String="The assignment target for the device configuration."`,
    to: `String="Who the device configuration reaches."`,
    want: ["patch documentation-changed deviceConfigurationAssignment.target"],
  },
  {
    from: `      <Annotations Target="microsoft.graph.deviceConfigurationAssignment">\n`,
    to: `      <Annotations Target="microsoft.graph.deviceConfigurationAssignment">\n        <Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record><PropertyValue Property="Date" Date="2026-09-01" /><PropertyValue Property="Description" String="Use policies." /><PropertyValue Property="Kind"><EnumMember>Org.OData.Core.V1.RevisionKind/Deprecated</EnumMember></PropertyValue><PropertyValue Property="RemovalDate" Date="2028-09-01" /></Record></Collection></Annotation>\n`,
    want: ["minor deprecated deviceConfigurationAssignment"],
  },
  {
    from: `      <Annotations Target="microsoft.graph.bookingAppointment/duration">\n        <Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />\n`,
    to: `      <Annotations Target="microsoft.graph.bookingAppointment/duration">\n`,
    want: ["minor property-became-writable bookingAppointment.duration"],
  },
];
