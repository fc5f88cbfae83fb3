using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Utilities;

namespace Pipeline.Targets.Workflows;

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
