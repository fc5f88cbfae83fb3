using System;

namespace Nuke.Common.CI;

/// <summary>Keeps a host's property as the text that the environment gives, also when it looks like a number.</summary>
[AttributeUsage(AttributeTargets.Property)]
public class NoConvertAttribute : Attribute;
