"""The rank ladder of the Border Guard, lowest first, as printed before a name."""

_OFFICERS = ("Thiếu úy", "Trung úy", "Thượng úy", "Đại úy")
_FIELD_OFFICERS = ("Thiếu tá", "Trung tá", "Thượng tá", "Đại tá")
_GENERALS = ("Thiếu tướng", "Trung tướng", "Thượng tướng", "Đại tướng")
_SOLDIERS = ("Binh nhì", "Binh nhất", "Hạ sĩ", "Trung sĩ", "Thượng sĩ")
_PROFESSIONAL = tuple(f"{rank} QNCN" for rank in (*_OFFICERS, *_FIELD_OFFICERS[:3]))

LADDER = (*_SOLDIERS, *_PROFESSIONAL, *_OFFICERS, *_FIELD_OFFICERS, *_GENERALS)
CHOICES = [(rank, rank) for rank in reversed(LADDER)]
