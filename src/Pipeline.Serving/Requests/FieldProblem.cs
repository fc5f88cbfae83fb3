namespace Pipeline.Serving.Requests;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Row">Counted from 0 in a list of rows; null for a single one.</param>
/// <param name="Field">As the request, or the model, names it.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">What to do, or null.</param>
internal sealed record FieldProblem(int? Row, string? Field, string Message, string? Hint = null);
