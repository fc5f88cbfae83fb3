namespace Pipeline.Environments;

/// <summary>Why an environment did not do what it was asked for.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Message">For people: one sentence that names who or what stands in the way.</param>
public sealed record Refusal(RefusalKind Kind, string Message);
