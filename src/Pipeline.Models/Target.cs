using System.Collections.Immutable;

namespace Pipeline.Models;

/// <summary>
/// A column as truth to learn from or to be judged by. Of two classes the positive one is 1 and the other 0; one of several is
/// its place among the label's classes; a number is itself.
/// </summary>
/// <param name="Label">What the values stand for.</param>
/// <param name="Values">By row; none is missing.</param>
public sealed record Target(ModelLabel Label, ImmutableArray<double> Values);
