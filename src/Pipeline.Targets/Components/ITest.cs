using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tools.DotNet;
using Pipeline.Targets.Testing;

namespace Pipeline.Targets.Components;

/// <summary>Runs the tests of the solution.</summary>
public interface ITest : ICompile
{
    [Parameter("Tests to run, in the filter language of 'dotnet test'; the default is all")]
    string? TestFilter => TryGetValue(() => TestFilter);

    Target Test => _ => _
        .Description("Runs the tests")
        .DependsOn<ICompile>()
        .Executes(() =>
        {
            TestResultsDirectory.CreateOrCleanDirectory();
            var exitCode = TestRun.Execute(this);
            var results = TestResults.Read(TestResultsDirectory);
            ReportSummary(x => results.AddTo(x));
            Ci.Summarize(results.ToMarkdown());
            results.Require(exitCode);
        });
}
