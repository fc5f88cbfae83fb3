namespace Pipeline.Gateway.State;

/// <summary>Two gateways were started for one environment.</summary>
internal sealed class EnvironmentBusyException(string folder) : Exception(
    $"Another gateway keeps the environment in '{folder}'; ask that one, or stop it first.");
