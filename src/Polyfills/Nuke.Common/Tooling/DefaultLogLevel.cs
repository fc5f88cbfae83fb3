using System;
using Serilog.Events;

namespace Nuke.Common.Tooling;

/// <summary>The level of a tool's ordinary output.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class DefaultLogLevel(LogEventLevel level) : Attribute
{
    public LogEventLevel Level { get; } = level;
}
