using System;

namespace Nuke.Common.Tooling;

/// <summary>The command that options are for.</summary>
public class CommandAttribute : Attribute
{
    public Type Type { get; set; }

    /// <summary>The name of the method that runs it.</summary>
    public string Command { get; set; }

    /// <summary>What the command line begins with.</summary>
    public string Arguments { get; set; }
}
