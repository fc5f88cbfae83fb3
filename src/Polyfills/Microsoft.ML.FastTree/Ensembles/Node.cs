using System.Runtime.InteropServices;

namespace Microsoft.ML.Trainers.FastTree.Ensembles;

/// <summary>
/// Asks whether a value lies in a closed range. A threshold is a range with one end at infinity, a category the range of its
/// index, and a missing value (NaN) lies in no range, so that either side of a threshold can be the one that takes it.
/// </summary>
/// <param name="Column">Of the feature vector.</param>
/// <param name="Low">The smallest value inside.</param>
/// <param name="High">The largest value inside.</param>
/// <param name="Inside">Where to go then: a node, or the complement of a leaf's index.</param>
/// <param name="Outside">Where to go otherwise.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct Node(int Column, float Low, float High, int Inside, int Outside);
