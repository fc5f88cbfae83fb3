using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Deployment.Environments;

namespace Pipeline.Delivery;

/// <summary>Waits until other environments are as one requires them to be.</summary>
internal sealed class RequirementWait(Environments environments, ModelPlace place)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>For what may pass by itself, beside the time that is required.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <exception cref="FailedVerdictException">A requirement is not met, and waiting does not help.</exception>
    public async Task WaitAsync(string name, ImageDigest image, CancellationToken cancellationToken)
    {
        foreach (var requirement in environments.File.Spec(name).Requires)
            await WaitAsync(name, requirement, image, cancellationToken);
    }

    private async Task WaitAsync(
        string name, RequirementSpec requirement, ImageDigest image, CancellationToken cancellationToken)
    {
        var (began, isTold) = (place.Clock.GetTimestamp(), false);
        while (true)
        {
            var health = EnvironmentHealth.Of(
                await environments.StatusAsync(requirement.Healthy, events: 0, cancellationToken), image);
            var missing = requirement.For - (place.Clock.GetUtcNow() - health.Since);
            if (missing <= TimeSpan.Zero)
                return;
            var isLate = place.Clock.GetElapsedTime(began) > (2 * requirement.For) + Patience;
            if (health.Trouble is { } trouble && (!health.MayPass || isLate))
                throw Unmet(name, requirement, trouble);
            if (!isTold)
            {
                place.Progress.Report(new StepEvent.Noted(
                    "rolling out",
                    $"{name} waits until {requirement.Healthy} has been healthy for {Words(requirement.For)}: "
                    + $"{health.Trouble ?? $"{Words(missing!.Value)} are missing"}."));
                isTold = true;
            }

            await Task.Delay(missing < LookEvery ? missing.Value : LookEvery, place.Clock, cancellationToken);
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
