using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Deployment.Environments;
using Pipeline.Environments;

namespace Pipeline.Delivery;

/// <summary>Waits until other environments are as one requires them to be.</summary>
/// <param name="read">The status of an environment; null where nothing was ever deployed.</param>
/// <param name="clock">The time.</param>
/// <param name="progress">Told once of each wait.</param>
internal sealed class RequirementWait(
    Func<string, CancellationToken, Task<EnvironmentStatus?>> read, TimeProvider clock, IProgress<StepEvent> progress)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>For what may pass by itself, beside the time that is required.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="name">Of the environment that requires.</param>
    /// <param name="requirements">What it requires.</param>
    /// <param name="image">What the others have to answer with.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="FailedVerdictException">A requirement is not met, and waiting does not help.</exception>
    public async Task WaitAsync(
        string name, IEnumerable<RequirementSpec> requirements, ImageDigest image, CancellationToken cancellationToken)
    {
        foreach (var requirement in requirements)
            await WaitAsync(name, requirement, image, cancellationToken);
    }

    private async Task WaitAsync(
        string name, RequirementSpec requirement, ImageDigest image, CancellationToken cancellationToken)
    {
        var (began, isTold) = (clock.GetTimestamp(), false);
        while (true)
        {
            var health = EnvironmentHealth.Of(await read(requirement.Healthy, cancellationToken), image);
            var missing = requirement.For - (clock.GetUtcNow() - health.Since);
            if (missing <= TimeSpan.Zero)
                return;
            var isLate = clock.GetElapsedTime(began) > (2 * requirement.For) + Patience;
            if (health.Trouble is { } trouble && (!health.MayPass || isLate))
                throw Unmet(name, requirement, trouble);
            if (!isTold)
            {
                progress.Report(new StepEvent.Noted(
                    "rolling out",
                    $"{name} waits until {requirement.Healthy} has been healthy for {Words(requirement.For)}: "
                    + $"{health.Trouble ?? $"{Words(missing!.Value)} are missing"}."));
                isTold = true;
            }

            await Task.Delay(missing < LookEvery ? missing.Value : LookEvery, clock, cancellationToken);
        }
    }

    private static FailedVerdictException Unmet(string name, RequirementSpec requirement, string trouble)
    {
        var check = new Check { Id = $"requires/{requirement.Healthy}", Criterion = new Criterion.OneOf(["healthy"]) };
        var reason = $"{name} requires that {requirement.Healthy} has been healthy for {Words(requirement.For)}, and {trouble}.";
        var measurement = new Measurement { Name = requirement.Healthy, Value = "not healthy" };
        return new FailedVerdictException(
            $"requirement of {name}", new CheckReport([new CheckResult(check, measurement, Verdict.Failed(reason))]));
    }

    private static string Words(TimeSpan duration) => duration.TotalMinutes >= 2
        ? FormattableString.Invariant($"{duration.TotalMinutes:0.#} min")
        : FormattableString.Invariant($"{Math.Max(1, duration.TotalSeconds):0} s");
}
