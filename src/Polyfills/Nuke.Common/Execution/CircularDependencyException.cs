using System;
using System.Collections.Generic;

namespace Nuke.Common.Execution;

/// <summary>Targets wait for each other, so that none of them can run.</summary>
internal sealed class CircularDependencyException(IReadOnlyList<string> cycle)
    : Exception($"The targets depend on each other in a circle: {string.Join(" -> ", cycle)}.");
