namespace Pipeline.Benchmarks;

/// <summary>A command that is measured did not succeed, so its time would mean nothing.</summary>
internal sealed class CommandFailedException(string command, int exitCode, string errors)
    : Exception($"'{command}' ended with exit code {exitCode}, so there is nothing to measure: {errors.Trim()}");
