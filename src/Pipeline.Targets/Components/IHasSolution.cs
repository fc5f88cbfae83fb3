using Nuke.Common;
using Nuke.Common.IO;

namespace Pipeline.Targets.Components;

/// <summary>
/// What <see cref="IRestore"/>, <see cref="ICompile"/> and <see cref="ITest"/> work on, and where its output goes.
/// </summary>
public interface IHasSolution : IPipelineBuild
{
    /// <summary>The solution; the default is the only one in the root folder.</summary>
    AbsolutePath SolutionFile => SolutionSearch.Find(RootDirectory);

    AbsolutePath OutputDirectory => RootDirectory / ".nuke" / "temp" / "out";

    AbsolutePath TestResultsDirectory => OutputDirectory / "test-results";
}
