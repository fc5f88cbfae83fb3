using System;

namespace Nuke.Common.Tooling;

/// <summary>Where the tool of a set of tasks comes from.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ToolAttribute : Attribute;
