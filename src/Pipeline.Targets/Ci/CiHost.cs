namespace Pipeline.Targets.Ci;

/// <summary>Who listens to the build besides its console.</summary>
/// <param name="IsGitHubActions">Whether workflow commands are understood.</param>
/// <param name="SummaryFile">The file whose Markdown becomes the page of the run; null where there is none.</param>
/// <param name="Root">The folder that the paths of annotations are relative to.</param>
/// <param name="OutputFile">The file whose lines become outputs of the step; null where there is none.</param>
internal sealed record CiHost(bool IsGitHubActions, string? SummaryFile, string Root, string? OutputFile = null)
{
    public static CiHost Detect(string root) => new(
        Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true",
        Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } path ? path : null,
        Environment.GetEnvironmentVariable("GITHUB_WORKSPACE") is { Length: > 0 } workspace ? workspace : root,
        Environment.GetEnvironmentVariable("GITHUB_OUTPUT") is { Length: > 0 } output ? output : null);
}
