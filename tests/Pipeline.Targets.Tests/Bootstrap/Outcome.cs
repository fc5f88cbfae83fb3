namespace Pipeline.Targets.Tests.Bootstrap;

/// <summary>How a run of the script ended: standard output belongs to the build, standard error to the script.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors);
