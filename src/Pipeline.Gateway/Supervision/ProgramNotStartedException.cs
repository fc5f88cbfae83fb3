namespace Pipeline.Gateway.Supervision;

/// <summary>A program is not there, or may not be run.</summary>
internal sealed class ProgramNotStartedException(string file, string reason) : Exception(
    $"'{file}' was not started: {reason.TrimEnd('.')}.");
