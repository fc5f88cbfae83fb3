namespace Nuke.Common.CI.GitHubActions;

public partial class GitHubActionsAttribute
{
    private GitHubActionsSubmodules? _submodules;
    private bool? _lfs;
    private uint? _fetchDepth;
    private bool? _progress;

    /// <summary>Events without filters; not together with the options that begin with On.</summary>
    public GitHubActionsTrigger[] On { get; set; } = [];

    public string[] OnPushBranches { get; set; } = [];

    public string[] OnPushBranchesIgnore { get; set; } = [];

    public string[] OnPushTags { get; set; } = [];

    public string[] OnPushTagsIgnore { get; set; } = [];

    public string[] OnPushIncludePaths { get; set; } = [];

    public string[] OnPushExcludePaths { get; set; } = [];

    public string[] OnPullRequestBranches { get; set; } = [];

    /// <summary>Refused: GitHub filters pull requests by their target branch and by paths, not by tags.</summary>
    public string[] OnPullRequestTags { get; set; } = [];

    public string[] OnPullRequestIncludePaths { get; set; } = [];

    public string[] OnPullRequestExcludePaths { get; set; } = [];

    /// <summary>Parameters that the person who starts the workflow may give.</summary>
    public string[] OnWorkflowDispatchOptionalInputs { get; set; } = [];

    /// <summary>Parameters that the person who starts the workflow must give.</summary>
    public string[] OnWorkflowDispatchRequiredInputs { get; set; } = [];

    /// <summary>Five fields in UTC: minute, hour, day of the month, month, day of the week.</summary>
    public string OnCronSchedule { get; set; }

    /// <summary>The targets to run; none runs the default target.</summary>
    public string[] InvokedTargets { get; set; } = [];

    /// <summary>Parameters that come from the repository's secrets: <c>RegistryToken</c> from <c>REGISTRY_TOKEN</c>.</summary>
    public string[] ImportSecrets { get; set; } = [];

    public bool EnableGitHubToken { get; set; }

    public GitHubActionsPermissions[] WritePermissions { get; set; } = [];

    public GitHubActionsPermissions[] ReadPermissions { get; set; } = [];

    public string EnvironmentName { get; set; }

    public string EnvironmentUrl { get; set; }

    public string ConcurrencyGroup { get; set; }

    public bool ConcurrencyCancelInProgress { get; set; }

    public string JobConcurrencyGroup { get; set; }

    public bool JobConcurrencyCancelInProgress { get; set; }

    /// <summary>0, the default, leaves the limit to GitHub.</summary>
    public int TimeoutMinutes { get; set; }

    /// <summary>Whether what the targets produce is uploaded; the default is true.</summary>
    public bool PublishArtifacts { get; set; } = true;

    /// <summary>The expression that must hold for an upload.</summary>
    public string PublishCondition { get; set; }

    /// <summary>The files on which the cache depends; none means no cache.</summary>
    public string[] CacheKeyFiles { get; set; } = ["**/global.json", "**/*.csproj", "**/Directory.Packages.props"];

    public string[] CacheIncludePatterns { get; set; } = [".nuke/temp", "~/.nuget/packages"];

    public string[] CacheExcludePatterns { get; set; } = [];

    public GitHubActionsSubmodules Submodules
    {
        get => _submodules ?? default;
        set => _submodules = value;
    }

    public bool Lfs
    {
        get => _lfs ?? default;
        set => _lfs = value;
    }

    /// <summary>The number of commits to fetch; 0 is the whole history.</summary>
    public uint FetchDepth
    {
        get => _fetchDepth ?? default;
        set => _fetchDepth = value;
    }

    public bool Progress
    {
        get => _progress ?? default;
        set => _progress = value;
    }

    /// <summary>A partial clone's filter, as in <c>blob:none</c>.</summary>
    public string Filter { get; set; }
}
