namespace Pipeline.Testing;

/// <summary>Nothing that a runner does after it was killed has any effect.</summary>
internal sealed class KilledException : Exception;
