using System.Collections.Generic;

namespace Nuke.Common.Tooling;

/// <summary>Changes options and gives back the changed ones.</summary>
public delegate T Configure<T>(T options);

/// <summary>Changes options by a value and gives back the changed ones.</summary>
public delegate TOptions Configure<TOptions, in TValue>(TOptions options, TValue value) where TOptions : new();

/// <summary>Makes several variants of options, each for a call of its own.</summary>
public delegate IEnumerable<T> CombinatorialConfigure<T>(T options) where T : new();
