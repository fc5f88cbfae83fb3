namespace Pipeline.Deployment.Processes;

/// <summary>An environment's gateway could not be started.</summary>
public sealed class GatewayNotLaunchedException(string folder, string reason) : Exception(
    $"The gateway of the environment in '{folder}' was not started. {reason}");
