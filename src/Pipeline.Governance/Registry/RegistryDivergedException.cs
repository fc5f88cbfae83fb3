using Pipeline.Core.Audit;

namespace Pipeline.Governance.Registry;

/// <summary>The projection has seen events that the journal lacks: the only trace of a journal whose end was cut off.</summary>
public sealed class RegistryDivergedException(string projectionPath, UnknownHeadException innerException) : Exception(
    $"{innerException.Message} If the journal is right as it is, delete '{projectionPath}', and it is made anew from it.",
    innerException);
