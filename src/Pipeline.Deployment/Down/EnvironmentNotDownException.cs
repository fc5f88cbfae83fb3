using Pipeline.Environments;


namespace Pipeline.Deployment.Down;

/// <summary>An environment was asked to end, and did not.</summary>
public sealed class EnvironmentNotDownException(string folder, ProcessIdentity process) : Exception(
    $"The environment in '{folder}' was asked to end, and {process} still runs. End that, and take the environment down again.");
