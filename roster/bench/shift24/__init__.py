"""The standard nurse-rostering instances of T. Curtois and R. Qu (2014), published at schedulingbenchmarks.org/nrp.

Read from their text format (`reader`), checked by the format's own rules (`checker`), solved by other people's
solvers (`peers`) and set side by side in one table (`table`). The instances themselves are not part of Roster.
"""
