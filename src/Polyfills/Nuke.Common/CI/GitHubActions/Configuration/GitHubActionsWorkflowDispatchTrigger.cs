using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Lets people start the workflow by hand and asks them for its inputs.</summary>
public class GitHubActionsWorkflowDispatchTrigger : GitHubActionsDetailedTrigger
{
    public string[] OptionalInputs { get; set; } = [];

    public string[] RequiredInputs { get; set; } = [];

    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine("workflow_dispatch:");
        if (OptionalInputs.Length + RequiredInputs.Length == 0)
            return;

        using var trigger = writer.Indent();
        writer.WriteLine("inputs:");
        using var inputs = writer.Indent();
        foreach (var input in OptionalInputs)
            WriteInput(writer, input, required: false);
        foreach (var input in RequiredInputs)
            WriteInput(writer, input, required: true);
    }

    private static void WriteInput(CustomFileWriter writer, string input, bool required)
    {
        writer.WriteLine($"{Yaml.Scalar(input)}:");
        using var entry = writer.Indent();
        writer.WriteLine($"description: {Yaml.DoubleQuoted(input)}");
        writer.WriteLine($"required: {(required ? "true" : "false")}");
    }
}
