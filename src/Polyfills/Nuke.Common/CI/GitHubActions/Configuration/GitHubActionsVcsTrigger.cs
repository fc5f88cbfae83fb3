using System.Linq;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Starts the workflow when commits arrive that its filters let through.</summary>
public class GitHubActionsVcsTrigger : GitHubActionsDetailedTrigger
{
    /// <summary>A push or a pull request.</summary>
    public GitHubActionsTrigger Kind { get; set; }

    public string[] Branches { get; set; } = [];

    public string[] BranchesIgnore { get; set; } = [];

    public string[] Tags { get; set; } = [];

    public string[] TagsIgnore { get; set; } = [];

    public string[] IncludePaths { get; set; } = [];

    public string[] ExcludePaths { get; set; } = [];

    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"{Yaml.Of(Kind)}:");
        using var trigger = writer.Indent();
        writer.WriteList("branches", Branches);
        writer.WriteList("branches-ignore", BranchesIgnore);
        writer.WriteList("tags", Tags);
        writer.WriteList("tags-ignore", TagsIgnore);

        // GitHub takes exclusions among the paths only after an inclusion, and never both keys at once.
        if (IncludePaths.Length == 0)
            writer.WriteList("paths-ignore", ExcludePaths);
        else
            writer.WriteList("paths", [.. IncludePaths, .. ExcludePaths.Select(x => $"!{x}")]);
    }
}
