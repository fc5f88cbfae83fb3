using System;

namespace Nuke.Common.Tooling;

/// <summary>How a member of an enumeration is spelled, where that is not a name in C#.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class EnumValueAttribute(string value) : Attribute
{
    public string Value { get; } = value;
}
