using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>The model that the judged one was compared with.</summary>
/// <param name="Model">Of its payload.</param>
/// <param name="Rows">How many test rows both were compared on; 0 where it could not run, or where no gate asked.</param>
/// <param name="LeftOut">How many test rows it was trained on, and which therefore say nothing.</param>
public sealed record EvaluatedChampion(Digest Model, int Rows, int LeftOut);
