using Pipeline.Core.Models;
using Pipeline.Core.Tables;

namespace Pipeline.MLNet.FastTree;

/// <param name="Features">What to learn from.</param>
/// <param name="Label">What to learn, for the same rows.</param>
internal sealed record LabelledRows(Table Features, BinaryLabel Label);
