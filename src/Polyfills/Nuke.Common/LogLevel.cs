namespace Nuke.Common;

public enum LogLevel
{
    Trace = 0,
    Normal = 1,
    Warning = 2,
    Error = 3,
}
