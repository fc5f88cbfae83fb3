using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Pipeline.Targets.Workflows;

/// <summary>Checks the commit out and leaves no token behind in the clone, where every later step could read it.</summary>
internal sealed class CheckoutStep(GitHubActionsCheckoutStep options) : GitHubActionsStep
{
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"- uses: {PinnedActions.Checkout}");
        using (writer.Indent())
        {
            writer.WriteLine("with:");
            using (writer.Indent())
            {
                writer.WriteLine("persist-credentials: false");
                foreach (var (key, value) in Options().Where(x => x.Value is not null))
                    writer.WriteLine($"{key}: {value}");
            }
        }
    }

    private IEnumerable<(string Key, string? Value)> Options()
    {
        yield return ("submodules", options.Submodules?.GetValue());
        yield return ("lfs", Text(options.Lfs));
        yield return ("fetch-depth", options.FetchDepth?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return ("progress", Text(options.Progress));
        yield return ("filter", options.Filter is null ? null : WorkflowText.Quote(options.Filter));
    }

    private static string? Text(bool? value) => value is null ? null : value.Value ? "true" : "false";
}

/// <summary>Keeps folders between runs, under a key made of the files that decide what is in them.</summary>
internal sealed class CacheStep(GitHubActionsCacheStep options) : GitHubActionsStep
{
    public override void Write(CustomFileWriter writer)
    {
        var files = string.Join(", ", options.KeyFiles.Select(WorkflowText.Quote));
        writer.WriteLine($"- name: {WorkflowText.Quote("Cache: " + string.Join(", ", options.IncludePatterns))}");
        using (writer.Indent())
        {
            writer.WriteLine($"uses: {PinnedActions.Cache}");
            writer.WriteLine("with:");
            using (writer.Indent())
            {
                writer.WriteLine("path: |");
                using (writer.Indent())
                {
                    foreach (var pattern in options.IncludePatterns.Concat(options.ExcludePatterns.Select(x => $"!{x}")))
                        writer.WriteLine(pattern);
                }

                writer.WriteLine($"key: ${{{{ runner.os }}}}-${{{{ hashFiles({files}) }}}}");
            }
        }
    }
}

/// <summary>
/// Runs targets. The script is constant: whatever a person types into the form of a dispatch stays a variable's value.
/// </summary>
internal sealed class BuildStep(
    IReadOnlyList<string> targets, IReadOnlyList<(string Name, string Value)> variables) : GitHubActionsStep
{
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"- name: {WorkflowText.Quote($"Run: {string.Join(", ", targets)}")}");
        using (writer.Indent())
        {
            writer.WriteLine($"run: {string.Join(' ', targets.Prepend("./build.sh"))}");
            writer.WriteLine("shell: bash");
            if (variables.Count == 0)
                return;
            writer.WriteLine("env:");
            using (writer.Indent())
            {
                foreach (var (name, value) in variables)
                    writer.WriteLine($"{name}: {value}");
            }
        }
    }
}

/// <summary>
/// Keeps what the targets produced with the run; by default also of a run that failed, whose reports are needed most. The host
/// refuses the same name twice in a run, so that jobs on several images need a suffix.
/// </summary>
internal sealed class ArtifactStep(GitHubActionsArtifactStep options, string suffix) : GitHubActionsStep
{
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"- name: {WorkflowText.Quote("Publish: " + options.Name)}");
        using (writer.Indent())
        {
            writer.WriteLine($"if: {(string.IsNullOrEmpty(options.Condition) ? "${{ !cancelled() }}" : options.Condition)}");
            writer.WriteLine($"uses: {PinnedActions.UploadArtifact}");
            writer.WriteLine("with:");
            using (writer.Indent())
            {
                writer.WriteLine($"name: {WorkflowText.Quote(options.Name + suffix)}");
                writer.WriteLine($"path: {WorkflowText.Quote(options.Path)}");
                writer.WriteLine("if-no-files-found: ignore");
            }
        }
    }
}

/// <summary>The actions that generated workflows use, by commit: a tag can be moved, a commit cannot.</summary>
internal static class PinnedActions
{
    public const string Checkout = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2";
    public const string Cache = "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5";
    public const string UploadArtifact = "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1";
}

/// <summary>Text in the YAML of a workflow.</summary>
internal static class WorkflowText
{
    /// <summary>A single-quoted scalar, which has no escapes but the doubled quote.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
