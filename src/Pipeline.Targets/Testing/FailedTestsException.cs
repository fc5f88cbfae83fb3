namespace Pipeline.Targets.Testing;

/// <summary>A test run did not end well.</summary>
public sealed class FailedTestsException(TestResults results, int exitCode) : Exception(Sentence(results, exitCode))
{
    private static string Sentence(TestResults results, int exitCode) =>
        results.Failed > 0
            ? $"{results.Failed} of {results.Passed + results.Failed} tests failed; the first is '{results.Failures[0].Name}'."
        : results.Passed == 0 ? $"No test ran, and 'dotnet test' ended with exit code {exitCode}."
        : $"All {results.Passed} tests passed, but 'dotnet test' ended with exit code {exitCode}.";
}
