using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Utilities;

namespace Pipeline.Targets.Workflows;

/// <summary>Keeps what the targets produced with the run; by default also of a run that failed, whose reports are needed most.</summary>
internal sealed class ArtifactStep(GitHubActionsArtifactStep options) : GitHubActionsStep
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
                writer.WriteLine($"name: {WorkflowText.Quote(options.Name)}");
                writer.WriteLine($"path: {WorkflowText.Quote(options.Path)}");
                writer.WriteLine("if-no-files-found: ignore");
            }
        }
    }
}
