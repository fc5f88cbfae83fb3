using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Uploads a file or folder of the run under a name.</summary>
public class GitHubActionsArtifactStep : GitHubActionsStep
{
    public string Name { get; set; }

    public string Path { get; set; }

    /// <summary>The expression behind <c>if</c>; null uploads when the job has succeeded so far.</summary>
    public string Condition { get; set; }

    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"- name: {Yaml.SingleQuoted($"Publish: {Name}")}");
        using var step = writer.Indent();
        writer.WriteLine("uses: actions/upload-artifact@v5");
        if (!string.IsNullOrWhiteSpace(Condition))
            writer.WriteLine($"if: {Yaml.Expression(Condition)}");

        writer.WriteLine("with:");
        using var with = writer.Indent();
        writer.WriteLine($"name: {Yaml.Scalar(Name)}");
        writer.WriteLine($"path: {Yaml.Scalar(Path)}");
    }
}
