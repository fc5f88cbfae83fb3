using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Nuke.CI;

/// <summary>A build that is nothing but its root folder, and is neither running nor finished.</summary>
internal class FakeBuild(string root) : INukeBuild
{
    public AbsolutePath RootDirectory => root;
    public AbsolutePath TemporaryDirectory => RootDirectory / ".nuke" / "temp";
    public AbsolutePath BuildProjectDirectory => RootDirectory / "build";
    public AbsolutePath BuildProjectFile => BuildProjectDirectory / "_build.csproj";
    public AbsolutePath BuildAssemblyDirectory => RootDirectory / "out";
    public AbsolutePath BuildAssemblyFile => BuildAssemblyDirectory / "_build.dll";
    public Host Host { get; init; } = null!;
    public bool IsLocalBuild { get; init; } = true;
    public bool IsServerBuild => !IsLocalBuild;
    public bool Continue => false;
    public bool Help => false;
    public bool NoLogo => true;
    public bool Plan => false;
    public bool IsFailing => false;
    public bool IsFinished => false;
    public bool IsSucceeding => false;
    public int? ExitCode { get; set; }
    public Partition Partition => Partition.Single;
    public Verbosity Verbosity => Verbosity.Normal;
    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan => [];
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [];
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => [];
    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => [];
    public IReadOnlyCollection<ExecutableTarget> RunningTargets => [];
    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => [];
    public IReadOnlyCollection<ExecutableTarget> FailedTargets => [];
    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => [];
    public IReadOnlyCollection<ExecutableTarget> FinishedTargets => [];

    public void ReportSummary(Configure<Dictionary<string, string>>? configurator = null)
    {
    }

    public T TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class => null!;

    public T TryGetValue<T>(Expression<Func<object>> parameterExpression) => default!;
}
