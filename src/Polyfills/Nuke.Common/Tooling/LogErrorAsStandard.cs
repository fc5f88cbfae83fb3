using System;

namespace Nuke.Common.Tooling;

/// <summary>The tool writes progress on its error stream, which is therefore no error.</summary>
public class LogErrorAsStandard : Attribute;
