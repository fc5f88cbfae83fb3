namespace Nuke.Common.Git;

public enum GitProtocol
{
    Https = 0,
    Ssh = 1,
}
