using Pipeline.Testing;

namespace Pipeline.Targets.Testing;

public sealed class TestResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_SeveralFiles_AddsThemUp()
    {
        Write("a.trx", ("One", "Passed"), ("Two", "Failed"));
        Write("b.trx", ("Three", "Passed"), ("Four", "NotExecuted"), ("Five", "Timeout"));

        var results = TestResults.Read(_folder.Path);

        (results.Passed, results.Failed, results.Skipped).ShouldBe((2, 2, 1));
        results.Failures.Select(x => x.Name).ShouldBe(["Two", "Five"]);
    }

    [Fact]
    public void Require_FailedTest_IsNamed()
    {
        Write("a.trx", ("One", "Passed"), ("Two", "Failed"));

        var exception = Should.Throw<FailedTestsException>(() => TestResults.Read(_folder.Path).Require(1));

        exception.Message.ShouldBe("1 of 2 tests failed; the first is 'Two'.");
    }

    [Theory]
    [InlineData(0, "No test ran, and 'dotnet test' ended with exit code 0.")]
    [InlineData(3, "No test ran, and 'dotnet test' ended with exit code 3.")]
    public void Require_NoTest_IsAFailure(int exitCode, string sentence)
    {
        var exception = Should.Throw<FailedTestsException>(() => TestResults.Read(_folder.Path).Require(exitCode));

        exception.Message.ShouldBe(sentence);
    }

    [Fact]
    public void Require_RunnerThatCrashed_IsAFailureThoughNoTestFailed()
    {
        Write("a.trx", ("One", "Passed"));

        Should.Throw<FailedTestsException>(() => TestResults.Read(_folder.Path).Require(134));
    }

    [Fact]
    public void Markdown_WithHostileNames_EscapesThem()
    {
        Write("a.trx", ("<b>|x", "Failed"));

        TestResults.Read(_folder.Path).ToMarkdown().ShouldContain("- \\<b\\>\\|x: went wrong");
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, params (string Name, string Outcome)[] tests)
    {
        var results = tests.Select(x => $"""
            <UnitTestResult testName="{System.Security.SecurityElement.Escape(x.Name)}" outcome="{x.Outcome}">
              <Output><ErrorInfo><Message>went wrong</Message></ErrorInfo></Output>
            </UnitTestResult>
            """);
        _folder.Write(name, $"""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>{string.Concat(results)}</Results>
            </TestRun>
            """);
    }
}
