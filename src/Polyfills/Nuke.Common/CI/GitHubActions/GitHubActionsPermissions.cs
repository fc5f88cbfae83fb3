using Nuke.Common.Tooling;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>What the token of a workflow may act on.</summary>
public enum GitHubActionsPermissions
{
    [EnumValue("actions")]
    Actions = 0,

    [EnumValue("checks")]
    Checks = 1,

    [EnumValue("contents")]
    Contents = 2,

    [EnumValue("deployments")]
    Deployments = 3,

    [EnumValue("id-token")]
    IdToken = 4,

    [EnumValue("issues")]
    Issues = 5,

    [EnumValue("discussions")]
    Discussions = 6,

    [EnumValue("packages")]
    Packages = 7,

    [EnumValue("pages")]
    Pages = 8,

    [EnumValue("pull-requests")]
    PullRequests = 9,

    [EnumValue("repository-projects")]
    RepositoryProjects = 10,

    [EnumValue("security-events")]
    SecurityEvents = 11,

    [EnumValue("statuses")]
    Statuses = 12,
}
