using System.Collections.Generic;
using System.Globalization;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Fetches the repository; an option that is null is left to the action's own default.</summary>
public class GitHubActionsCheckoutStep : GitHubActionsStep
{
    public GitHubActionsSubmodules? Submodules { get; set; }

    public bool? Lfs { get; set; }

    /// <summary>The number of commits; 0 is the whole history.</summary>
    public uint? FetchDepth { get; set; }

    public bool? Progress { get; set; }

    /// <summary>A partial clone's filter, as in <c>blob:none</c>.</summary>
    public string Filter { get; set; }

    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine("- uses: actions/checkout@v6");
        var options = Options();
        if (options.Count == 0)
            return;

        using var step = writer.Indent();
        writer.WriteLine("with:");
        using var with = writer.Indent();
        foreach (var option in options)
            writer.WriteLine(option);
    }

    private List<string> Options()
    {
        var options = new List<string>();
        if (Submodules is { } submodules)
            options.Add($"submodules: {Yaml.Of(submodules)}");
        if (Lfs is { } lfs)
            options.Add($"lfs: {(lfs ? "true" : "false")}");
        if (FetchDepth is { } depth)
            options.Add(string.Create(CultureInfo.InvariantCulture, $"fetch-depth: {depth}"));
        if (Progress is { } progress)
            options.Add($"progress: {(progress ? "true" : "false")}");
        if (Filter is { } filter)
            options.Add($"filter: {Yaml.Scalar(filter)}");
        return options;
    }
}
