namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>An event with its filters or inputs; it writes itself as an entry below <c>on</c>.</summary>
public abstract class GitHubActionsDetailedTrigger : ConfigurationEntity;
