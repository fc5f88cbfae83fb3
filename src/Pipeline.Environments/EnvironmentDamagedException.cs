namespace Pipeline.Environments;

/// <summary>A file of an environment is not as its gateway wrote it.</summary>
public sealed class EnvironmentDamagedException(string file, string what) : Exception(
    $"The environment's '{file}' cannot be read: {what}. Restore its folder from a copy, or move it away to begin anew.");
