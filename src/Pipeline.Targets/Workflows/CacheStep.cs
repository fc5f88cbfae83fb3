using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Utilities;

namespace Pipeline.Targets.Workflows;

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
