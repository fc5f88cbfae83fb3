using Nuke.Common.Tooling;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>An event that starts a workflow.</summary>
public enum GitHubActionsTrigger
{
    [EnumValue("push")]
    Push = 0,

    [EnumValue("pull_request")]
    PullRequest = 1,

    [EnumValue("workflow_dispatch")]
    WorkflowDispatch = 2,
}
