using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    internal IReadOnlyList<ExecutableTarget> ExecutableTargets { get; set; } = [];

    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; set; } = [];

    [Parameter("List of targets to be invoked. Default is '{default_target}'.", Name = "Target", Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. ExecutionPlan.Where(x => x.Invoked)];

    [Parameter("List of targets to be skipped. Empty list skips all dependencies.", Name = "Skip", Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => WithStatus(ExecutionStatus.Skipped);

    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => WithStatus(ExecutionStatus.Scheduled);

    public IReadOnlyCollection<ExecutableTarget> RunningTargets => WithStatus(ExecutionStatus.Running);

    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => WithStatus(ExecutionStatus.Aborted);

    public IReadOnlyCollection<ExecutableTarget> FailedTargets => WithStatus(ExecutionStatus.Failed);

    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => WithStatus(ExecutionStatus.Succeeded);

    public IReadOnlyCollection<ExecutableTarget> FinishedTargets => [.. ExecutionPlan.Where(x =>
        x.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Skipped or ExecutionStatus.Aborted
            or ExecutionStatus.Collective)];

    public bool IsSucceeding => !IsFailing;

    public bool IsFailing => FailedTargets.Count + AbortedTargets.Count > 0 || ExitCode is not (null or 0);

    public bool IsFinished => ScheduledTargets.Count + RunningTargets.Count == 0;

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;
    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;
    AbsolutePath INukeBuild.BuildAssemblyFile => BuildAssemblyFile;
    AbsolutePath INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;
    AbsolutePath INukeBuild.BuildProjectFile => BuildProjectFile;
    AbsolutePath INukeBuild.BuildProjectDirectory => BuildProjectDirectory;
    Verbosity INukeBuild.Verbosity => Verbosity;
    Host INukeBuild.Host => Host;
    bool INukeBuild.IsLocalBuild => IsLocalBuild;
    bool INukeBuild.IsServerBuild => IsServerBuild;

    protected internal virtual void OnBuildCreated() { }

    protected internal virtual void OnBuildInitialized() { }

    protected internal virtual void OnBuildFinished() { }

    protected internal virtual void OnTargetRunning(string target) { }

    protected internal virtual void OnTargetSkipped(string target) { }

    protected internal virtual void OnTargetSucceeded(string target) { }

    protected internal virtual void OnTargetFailed(string target) { }

    T INukeBuild.TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class =>
        ResolveParameter<T>(parameterExpression);

    T INukeBuild.TryGetValue<T>(Expression<Func<object>> parameterExpression) => ResolveParameter<T>(parameterExpression);

    private T ResolveParameter<T>(LambdaExpression expression)
    {
        var declaration = ParameterDeclaration.Of(expression);
        var value = ValueInjector.AttributeOf(declaration.Member, this)?.TryGetValue(declaration.Member, this);
        return value is null ? default : (T)value;
    }

    private ExecutableTarget[] WithStatus(ExecutionStatus status) => [.. ExecutionPlan.Where(x => x.Status == status)];
}
