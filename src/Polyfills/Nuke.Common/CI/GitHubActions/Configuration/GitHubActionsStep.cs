namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>A step of a job; it writes itself as an entry of the list of steps.</summary>
public abstract class GitHubActionsStep : ConfigurationEntity;
