using System;

namespace Nuke.Common.Tooling;

/// <summary>How the value of an option is spelled on the command line.</summary>
public class ArgumentAttribute : Attribute
{
    /// <summary>With <c>{value}</c>, and <c>{key}</c> for a dictionary; without either, the text of a switch.</summary>
    public string Format { get; set; }

    /// <summary>Counted from one at the start, and from minus one at the end; zero is in between.</summary>
    public int Position { get; set; }

    /// <summary>What joins the items of a collection in one argument; without it, each is an argument of its own.</summary>
    public string Separator { get; set; }

    /// <summary>Whether the value is never shown.</summary>
    public bool Secret { get; set; }
}
