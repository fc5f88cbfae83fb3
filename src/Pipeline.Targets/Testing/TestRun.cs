using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Pipeline.Delivery.Reports;
using Pipeline.Targets.Components;

namespace Pipeline.Targets.Testing;

/// <summary>Runs the test runner over the compiled solution.</summary>
internal static class TestRun
{
    private static string TemporaryVariable => OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";

    /// <returns>The runner's exit code, which is not judged here: the result files say more.</returns>
    public static int Execute(ITest build)
    {
        var exitCode = 0;
        var temporary = Directory.CreateTempSubdirectory("pipeline-tests-");
        try
        {
            DotNetTasks.DotNetTest(x => x
                .SetProjectFile(build.SolutionFile)
                .SetConfiguration(build.Configuration)
                .SetLoggers("trx")
                .SetResultsDirectory(build.TestResultsDirectory)
                .SetFilter(build.TestFilter)
                .EnableNoBuild()
                .SetProcessEnvironmentVariable(TemporaryVariable, temporary.FullName)
                .SetProcessExitHandler(process => { exitCode = process.ExitCode; })
                .Apply(settings => PipelineBuild.HiddenVariables.Aggregate(
                    settings, (all, variable) => all.SetProcessEnvironmentVariable(variable.Key, variable.Value))));
            return exitCode;
        }
        finally
        {
            Remove(temporary);
        }
    }

    // 'dotnet test' leaves folders behind at each start, and so does whatever a test ends by force. A process that outlives the
    // run may hold a file: what stays is no reason to lose the results.
    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Serilog.Log.Debug(exception, "The temporary folder of the tests stays: {Folder}", folder.FullName);
        }
    }
}

/// <summary>What became of the tests of a run, read from its TRX files.</summary>
public sealed record TestResults(int Passed, int Failed, int Skipped, IReadOnlyList<FailedTest> Failures)
{
    private const int MostShown = 20;

    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Adds up all <c>*.trx</c> files of a folder; a folder without any gives zeros.</summary>
    public static TestResults Read(string folder)
    {
        var results = Directory.GetFiles(folder, "*.trx").Order(StringComparer.Ordinal)
            .SelectMany(x => XDocument.Load(x).Descendants(Trx + "UnitTestResult"))
            .Select(x => (Name: (string?)x.Attribute("testName") ?? "", Outcome: (string?)x.Attribute("outcome"), Element: x))
            .ToList();
        return new TestResults(
            results.Count(x => x.Outcome == "Passed"),
            results.Count(x => x.Outcome is not ("Passed" or "NotExecuted")),
            results.Count(x => x.Outcome == "NotExecuted"),
            [.. results.Where(x => x.Outcome is not ("Passed" or "NotExecuted"))
                .Select(x => new FailedTest(
                    x.Name, (string?)x.Element.Descendants(Trx + "Message").FirstOrDefault() ?? "no message"))]);
    }

    /// <summary>The counts as they stand in the summary of targets.</summary>
    public Dictionary<string, string> AddTo(Dictionary<string, string> summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        summary["Passed"] = Passed.ToString(CultureInfo.InvariantCulture);
        summary["Failed"] = Failed.ToString(CultureInfo.InvariantCulture);
        if (Skipped > 0)
            summary["Skipped"] = Skipped.ToString(CultureInfo.InvariantCulture);
        return summary;
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder($"**Tests:** {Passed} passed, {Failed} failed, {Skipped} skipped\n");
        foreach (var failure in Failures.Take(MostShown))
        {
            var sentence = failure.Message.Split('\n', 2)[0].TrimEnd();
            text.Append(CultureInfo.InvariantCulture, $"\n- {MarkdownText.Cell(failure.Name)}: {MarkdownText.Cell(sentence)}");
        }

        return text.ToString();
    }

    /// <exception cref="FailedTestsException">A test failed, none ran, or the runner itself did not end well.</exception>
    public void Require(int exitCode)
    {
        if (Failed > 0 || Passed == 0 || exitCode != 0)
            throw new FailedTestsException(this, exitCode);
    }
}

/// <summary>A test that failed, and what it said.</summary>
public sealed record FailedTest(string Name, string Message);

/// <summary>A test run did not end well.</summary>
public sealed class FailedTestsException(TestResults results, int exitCode) : Exception(Sentence(results, exitCode))
{
    private static string Sentence(TestResults results, int exitCode) =>
        results.Failed > 0
            ? $"{results.Failed} of {results.Passed + results.Failed} tests failed; the first is '{results.Failures[0].Name}'."
        : results.Passed == 0 ? $"No test ran, and 'dotnet test' ended with exit code {exitCode}."
        : $"All {results.Passed} tests passed, but 'dotnet test' ended with exit code {exitCode}.";
}
