using Pipeline.Environments;


namespace Pipeline.Delivery;

/// <summary>What a release would do in one environment.</summary>
/// <param name="Reason">Why it rolls out; null where it does not, because the environment serves the packaged image.</param>
/// <param name="Withdrawal">That the packaged image was there before, and was withdrawn; null where it was not.</param>
/// <param name="Status">How the environment is; null where nothing was ever deployed.</param>
internal sealed record DeployPlan(string? Reason, Withdrawal? Withdrawal, EnvironmentStatus? Status);

/// <summary>How a rollout is begun.</summary>
/// <param name="Waits">Queues behind whoever changes the environment.</param>
/// <param name="Again">Also what a person took back there.</param>
internal sealed record DeployOptions(bool Waits, bool Again);
