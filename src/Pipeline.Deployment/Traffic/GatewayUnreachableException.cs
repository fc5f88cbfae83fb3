namespace Pipeline.Deployment.Traffic;

/// <summary>An environment has no gateway that answers.</summary>
public sealed class GatewayUnreachableException(string folder, string reason) : Exception(
    $"The gateway of the environment in '{folder}' does not answer: {reason}. Its log is in 'logs/gateway.log' there; "
    + "deploy again to start it.");
