using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Utilities;

namespace Pipeline.Targets.Workflows;

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
