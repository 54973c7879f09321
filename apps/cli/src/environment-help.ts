/** The text of `help environment`. */
export const environmentHelp = `INTUNECTL_ACCESS_TOKEN  token for Microsoft Graph; secrets are never flags
INTUNECTL_GRAPH_URL     where Graph is; default https://graph.microsoft.com
                        http is accepted for this machine only
INTUNECTL_TENANT        domain or id of the tenant that you mean to change
INTUNECTL_STATE         folder for runs; default $XDG_STATE_HOME/intunectl,
                        ~/.local/state/intunectl, or %LOCALAPPDATA%\\intunectl
NO_COLOR                no colour when set and not empty; wins over FORCE_COLOR
FORCE_COLOR             colour also when the output is not a terminal
TERM                    dumb means no colour and ASCII signs
`;
